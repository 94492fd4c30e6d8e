-- titel: Målenes status
-- beskrivelse: Hvert mål på hver nat indtil publiceringens dato: baseline, tal, mål, prognose, status og grund. Et tal om en lille gruppe er skjult sammen med den grund, der ville nævne det.
-- enhed: målets egen
-- grain: skole × plan × mål × nat
-- noegle: skole, plan, maal, dato
-- ejer: data-team
-- skjules: basis, samme_dag_basis, maaltal, forventet_nu, prognose, prognose_fra, prognose_til, fremdrift, mangler, mangler_pr_maaned, grund
-- kolonne skole: skolens id
-- kolonne plan: planens mappe, eller sektor for de andre dokumenters mål
-- kolonne maal: målets id, det samme som i registrene
-- kolonne dato: natten, målet er bedømt pr. [dato]
-- kolonne indsats: indsatsens nummer; tom for sektorens mål
-- kolonne fokusomraade: indsatsens fokusområde
-- kolonne titel: målets titel
-- kolonne type: løftets art, f.eks. relativ, niveau eller milepael
-- kolonne kpi: nøgletallet, målet måles på; tom for en milepæl
-- kolonne enhed: enheden, som tallene er i
-- kolonne retning: om højere (op) eller lavere (ned) er bedre
-- kolonne status: statussens navn
-- kolonne status_tekst: statussen på dansk
-- kolonne grund: grunden i én sætning med dens tal; tom når tallene er skjult
-- kolonne basis: basisårets tal, hidtil når det er foreløbigt
-- kolonne basis_er_foreloebig: om basisåret ikke er helt i data
-- kolonne samme_dag_basis: basisårets tal til samme dag
-- kolonne vaerdi: det bedømte års tal hidtil
-- kolonne maaltal: det, der skal nås
-- kolonne forventet_nu: det, der skulle være nået i dag for at nå målet
-- kolonne prognose: årets tal, som det tegner
-- kolonne prognose_fra: prognosens nedre grænse (95 %)
-- kolonne prognose_til: prognosens øvre grænse (95 %)
-- kolonne fremdrift: (tal − baseline) / (mål − baseline), hverken afrundet eller beskåret; en sum med basisår tæller med sin prognose, til året er omme
-- kolonne mangler: det, der mangler i at nå målet
-- kolonne mangler_pr_maaned: det, der mangler, for hver måned, der er tilbage
-- kolonne maaneder_tilbage: måneder, der er tilbage af det bedømte år [måneder]
-- kolonne taeller: det, der tælles
-- kolonne naevner: det, tælleren måles mod; tom for et antal
-- kolonne personer: forskellige personer bag tallet eller bag basisåret, det mindste af de to [personer]
-- kolonne frist: den sidste dag, målet kan nås [dato]
-- kolonne datadato: den sidste dag, kilderne dækker [dato]
-- kolonne rettelse: hvor mange gange nattens dom er rettet [rettelser]
-- kolonne rettelse_grund: hvorfor den er rettet
-- kolonne skjult_aarsag: hvorfor tallene er skjult; tom når de vises
select
    skole,
    plan,
    maal,
    dato,
    indsats,
    fokusomraade,
    titel,
    type,
    kpi,
    enhed,
    retning,
    status,
    status_tekst,
    grund,
    basis,
    basis_er_foreloebig,
    samme_dag_basis,
    aktuel as vaerdi,
    maaltal,
    forventet_nu,
    prognose,
    prognose_fra,
    prognose_til,
    fremdrift,
    mangler,
    mangler_pr_maaned,
    maaneder_tilbage,
    taeller,
    naevner,
    least(
        coalesce(nullif(personer, 0), basis_personer), coalesce(nullif(basis_personer, 0), personer)
    ) as personer,
    frist,
    datadato,
    rettelse,
    rettelse_grund,
from marts.maal_status

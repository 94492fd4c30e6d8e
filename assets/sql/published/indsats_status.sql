-- titel: Indsatsernes status
-- beskrivelse: Hver indsats på hver nat indtil publiceringens dato: det værste af dens mål, med de mål, der hverken er gode eller dårlige, talt for sig.
-- enhed: mål
-- grain: skole × plan × indsats × nat
-- noegle: skole, plan, indsats, dato
-- ejer: data-team
-- kolonne skole: skolens id
-- kolonne plan: planens mappe
-- kolonne indsats: indsatsens nummer
-- kolonne dato: natten, indsatsen er bedømt pr. [dato]
-- kolonne titel: indsatsens titel
-- kolonne fokusomraade: fokusområdets id
-- kolonne status: statussens navn
-- kolonne status_tekst: statussen på dansk
-- kolonne bedoemte_maal: mål med en dom [mål]
-- kolonne neutrale_maal: mål, der endnu ikke kan bedømmes eller intet lover [mål]
-- kolonne maal: målenes id'er, de fælles med
-- kolonne rettelse: hvor mange gange nattens dom er rettet [rettelser]
select
    skole,
    plan,
    indsats,
    dato,
    titel,
    fokusomraade,
    status,
    status_tekst,
    bedoemte_maal,
    neutrale_maal,
    maal,
    rettelse,
from marts.indsats_status

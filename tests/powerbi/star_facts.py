"""The facts and the bridge of the published star."""

_FIGURES = """
opdeling t hvad tallet er opdelt efter; tom uden opdeling
aar n kalenderåret [år]
taeller d nøgletallets tæller
naevner d nøgletallets nævner; tom for antal
vaerdi d nøgletallets værdi
skjult_aarsag t hvorfor tallet er skjult; tomt når det vises
""".strip()

FACTS = (
    f"""
fakt_maaling Målinger pr. måned og del
Nøgletal pr. måned, uddannelse, del, afdeling og kommune
nøgletal × måned × dimensioner
kpi_noegle, skole_noegle, dato_noegle, uddannelse_noegle, uddannelsesdel_noegle
kpi_noegle n nøgletallets nøgle
skole_noegle n skolens nøgle
dato_noegle n månedens første dag
uddannelse_noegle n uddannelsens nøgle
uddannelsesdel_noegle n delens nøgle
afdeling_noegle n afdelingens nøgle
kommune_noegle n kommunens nøgle
{_FIGURES}
""",
    f"""
fakt_maaling_maaned Målinger pr. måned
Nøgletal pr. måned for hele skolen
nøgletal × måned × skole
kpi_noegle, skole_noegle, dato_noegle, kommune_noegle
kpi_noegle n nøgletallets nøgle
skole_noegle n skolens nøgle
dato_noegle n månedens første dag
kommune_noegle n kommunens nøgle
{_FIGURES}
""",
    f"""
fakt_maaling_aar Målinger pr. år og uddannelse
Nøgletal pr. år, uddannelse og del
nøgletal × år × uddannelse × del
kpi_noegle, skole_noegle, dato_noegle, uddannelse_noegle, uddannelsesdel_noegle
kpi_noegle n nøgletallets nøgle
skole_noegle n skolens nøgle
dato_noegle n årets første dag
uddannelse_noegle n uddannelsens nøgle
uddannelsesdel_noegle n delens nøgle
kommune_noegle n kommunens nøgle
{_FIGURES}
""",
    f"""
fakt_maaling_skole Målinger pr. år
Nøgletal pr. år for hele skolen
nøgletal × år × skole
kpi_noegle, skole_noegle, dato_noegle, kommune_noegle
kpi_noegle n nøgletallets nøgle
skole_noegle n skolens nøgle
dato_noegle n årets første dag
kommune_noegle n kommunens nøgle
{_FIGURES}
""",
    """
fakt_maalstatus Målstatus
Hvert mål på hver nat: tal, måltal, prognose, status og grund
mål × nat
maal_noegle, skole_noegle, dato_noegle
maal_noegle n målets nøgle
skole_noegle n skolens nøgle
dato_noegle n natten, målet er bedømt pr.
indsats_noegle n indsatsens nøgle
fokusomraade_noegle n fokusområdets nøgle
kpi_noegle n nøgletallets nøgle
er_seneste b om natten er målets seneste
status t statussens navn
status_tekst t statussen på dansk >status_raekkefoelge
status_symbol t statussens tegn
status_farve t statussens farve
status_raekkefoelge n rækkefølge, det værste først
grund t hvorfor målet har sin status
basis d tallet, der sammenlignes med
basis_er_foreloebig b om basis stadig kan flytte sig
samme_dag_basis d basisårets tal samme dag
vaerdi d målets tal
maaltal d tallet, målet lover
forventet_nu d hvad der kunne ventes i dag på vej mod målet
prognose d hvad perioden ventes at ende på
prognose_fra d prognosens nedre grænse
prognose_til d prognosens øvre grænse
fremdrift d hvor stor en del af vejen der er gået [andel]
afvigelse d tallet minus det, der kunne ventes i dag
mangler d det, der mangler i at nå målet
mangler_pr_maaned d det, der skal til om måneden
maaneder_tilbage n måneder til fristen [måneder]
taeller d målets tæller
naevner d målets nævner
frist D målets frist
datadato D hvor langt kilderne rækker
rettelse n hvor mange gange nattens dom er rettet [rettelser]
rettelse_grund t hvorfor dommen er rettet
skjult_aarsag t hvorfor tallene er skjult; tomt når de vises
""",
    """
fakt_maalforloeb Målforløb
Målets eget tal år for år
mål × år
maal_noegle, skole_noegle, dato_noegle
maal_noegle n målets nøgle
skole_noegle n skolens nøgle
dato_noegle n årets sidste dag
aar n kalenderåret [år]
vaerdi d målets tal det år
er_basis b om året er basisåret
er_foreloebig b om årets tal stadig kan flytte sig
skjult_aarsag t hvorfor tallet er skjult; tomt når det vises
""",
    """
fakt_maaltal Måltal
Hvad hvert mål lover, med hver ændring
mål × version
maal_noegle, skole_noegle, version
maal_noegle n målets nøgle
skole_noegle n skolens nøgle
version n versionens nummer
gyldig_fra D første dag, versionen gælder
gyldig_til D sidste dag, versionen gælder
er_gaeldende b om versionen gælder nu
aarsag t hvorfor målet blev ændret
basisaar n året, der sammenlignes med [år]
maalaar n året, målet gælder [år]
aendring d den ændring, målet lover
maaltal d tallet, målet lover
loefte t løftet med ord
skjult_aarsag t hvorfor tallene er skjult; tomt når de vises
""",
    """
fakt_dimensionering Dimensionering
Aftaler i hver kommune mod det, kommunen er dimensioneret til
kommune × uddannelse × år
skole_noegle, kommune_noegle, uddannelse_noegle, dato_noegle
skole_noegle n skolens nøgle
kommune_noegle n kommunens nøgle
uddannelse_noegle n uddannelsens nøgle
dato_noegle n årets første dag
aar n kalenderåret [år]
krav n det, kommunen er dimensioneret til [personer]
taeller d personer med en aftale [personer]
mangler d det, der mangler i at nå kravet [personer]
skjult_aarsag t hvorfor tallene er skjult; tomt når de vises
""",
    """
fakt_indsatsstatus Indsatsstatus
Hver indsats på hver nat: det værste af dens mål
indsats × nat
indsats_noegle, skole_noegle, dato_noegle
indsats_noegle n indsatsens nøgle
skole_noegle n skolens nøgle
dato_noegle n natten, indsatsen er bedømt pr.
fokusomraade_noegle n fokusområdets nøgle
er_seneste b om natten er indsatsens seneste
status t statussens navn
status_tekst t statussen på dansk >status_raekkefoelge
status_symbol t statussens tegn
status_farve t statussens farve
status_raekkefoelge n rækkefølge, det værste først
bedoemte_maal n mål med en dom [mål]
neutrale_maal n mål, der endnu ikke kan bedømmes [mål]
""",
    """
bro_indsats_maal Indsatsernes mål
Hvilke mål der hører til hvilke indsatser, de fælles med
indsats × mål
indsats_noegle, maal_noegle
indsats_noegle n indsatsens nøgle
maal_noegle n målets nøgle
er_egen b om indsatsen selv ejer målet
""",
)

"""The flat tables of the published star."""

MARTS = (
    """
mart_indsats_status Indsatser nu
Indsatserne, som de står nu, en række hver
skole × plan × indsats
skole, plan, indsats
skole t skolens id
plan t planens mappe
indsats n indsatsens nummer
indsats_titel t indsatsens titel
fokusomraade_titel t fokusområdets navn >fokusomraade_raekkefoelge
fokusomraade_raekkefoelge n fokusområdets rækkefølge
ejer t hvem der ejer indsatsen
status t statussens navn
status_tekst t statussen på dansk >status_raekkefoelge
status_symbol t statussens tegn
status_farve t statussens farve
status_raekkefoelge n rækkefølge, det værste først
bedoemte_maal n mål med en dom [mål]
neutrale_maal n mål, der endnu ikke kan bedømmes [mål]
maal t målenes id'er, de fælles med
grund t hvorfor det værste mål har sin status
indsats_noegle n indsatsens nøgle
skole_noegle n skolens nøgle
""",
    """
mart_ved_siden_af Tal ved siden af
Tal, der vises ved siden af et mål og aldrig bedømmes
skole × mål × tal × år
skole, plan, maal, titel, aar
skole t skolens id
plan t planens mappe
maal t målets id
titel t tallets navn
aar n året, tallet gælder [år]
dato D dagen, tallet gælder
kpi t nøgletallets id
enhed t tallets enhed
taeller d tallets tæller
naevner d tallets nævner
vaerdi d tallets værdi
skjult_aarsag t hvorfor tallet er skjult; tomt når det vises
maal_noegle n målets nøgle
skole_noegle n skolens nøgle
""",
    """
mart_datakvalitet Datakvalitet
Hvor friske og hele kilderne er
skole × kilde
skole, kilde
skole t skolens id
kilde t kildens id
kilde_titel t kildens navn
datadato D hvor langt kilden rækker
seneste_ankomst D hvornår kilden sidst kom
alder_dage n dage siden datadatoen [dage]
er_for_gammel b om kilden er ældre, end dens kontrakt tillader
linjer n linjer i kildens filer [linjer]
karantaene n linjer i karantæne [linjer]
karantaene_andel d den del af linjerne, der er i karantæne [andel]
svarandel d den del, der har svaret; kun spørgeskemaer [andel]
afviste_leveringer n leveringer, der blev afvist [leveringer]
seneste_afvist_grund t hvorfor den seneste blev afvist
skole_noegle n skolens nøgle
""",
    """
mart_aendringer Ændringer
Hvad der har flyttet sig siden den forrige publicering, og hvorfor
skole × tal
skole, art, navn
skole t skolens id
art t om det er et nøgletal eller et mål
navn t nøgletallets eller målets navn
foer d tallet før
efter d tallet nu
forskel d tallet nu minus tallet før
aarsag t om data, en rettelse, målet eller definitionen flyttede tallet
grund t forklaringen med ord
skole_noegle n skolens nøgle
""",
    """
mart_raekkeregnskab Rækkeregnskab
Hvad der blev af hver linje i hver fil
skole × kilde × levering × fil
skole, kilde, levering, fil
skole t skolens id
kilde t kildens id
levering t leveringens id
fil t filens id
i_filen n linjer i filen [linjer]
godkendt n linjer, der gælder [linjer]
karantaene n linjer i karantæne [linjer]
erstattet n linjer, en senere levering har erstattet [linjer]
skole_noegle n skolens nøgle
""",
    """
mart_publicering Publicering
Publiceringen selv, en række
publicering
pr_dato
pr_dato D dagen, publiceringen er pr.
kode_version t koden, der har lavet den
tabeller n tabeller i publiceringen [tabeller]
""",
)

"""The dimensions of the published star."""

DIMENSIONS = (
    """
dim_dato Dato
Kalenderen fra den første måling til efter det sidste måltal, i hele år
dag
dato_noegle
dato_noegle n dagens nøgle, skrevet ååååmmdd
dato D dagen; tom i den ukendte
aar n kalenderåret [år]
kvartal_nr n kvartalets nummer
kvartal_navn t kvartal og år >kvartal_sortering
kvartal_sortering n rækkefølge for kvartaler
maaned_nr n månedens nummer
maaned_navn t månedens navn >maaned_nr
maaned_start D månedens første dag
aar_maaned t måned og år >aar_maaned_sortering
aar_maaned_sortering n rækkefølge for måneder
iso_aar n ugens år [år]
iso_uge_nr n ugens nummer
iso_uge t uge og år >iso_uge_sortering
iso_uge_sortering n rækkefølge for uger
ugedag_nr n ugedagens nummer, 1 er mandag
ugedag_navn t ugedagens navn >ugedag_nr
skoleaar t skoleåret fra august til juli >skoleaar_sortering
skoleaar_sortering n rækkefølge for skoleår
er_sidste_dag_i_maaned b om dagen er månedens sidste
""",
    """
dim_skole Skole
Skolerne
skole
skole_noegle
skole_noegle n skolens nøgle
skole t skolens id
skole_navn t skolens navn
""",
    """
dim_fokusomraade Fokusområde
Planens fokusområder og sektorens mål
fokusområde
fokusomraade_noegle
fokusomraade_noegle n fokusområdets nøgle
fokusomraade t fokusområdets id
fokusomraade_titel t fokusområdets navn >raekkefoelge
raekkefoelge n rækkefølge i planen
""",
    """
dim_indsats Indsats
Planens indsatser
indsats
indsats_noegle
indsats_noegle n indsatsens nøgle
plan t planens mappe
indsats n indsatsens nummer
indsats_titel t indsatsens titel
indsats_nr_titel t indsatsens nummer og titel >indsats
fokusomraade_noegle n fokusområdets nøgle
fokusomraade_titel t fokusområdets navn
periode_fra n første år [år]
periode_til n sidste år; tom uden slutår [år]
overgaar_til_drift t hvornår indsatsen går over i driften
ejer t hvem der ejer indsatsen
""",
    """
dim_maal Mål
Indsatsernes og sektorens mål
mål
maal_noegle
maal_noegle n målets nøgle
plan t planens mappe
maal t målets id
maal_titel t målets titel
maal_id_titel t målets id og titel >maal
indsats_noegle n indsatsens nøgle
fokusomraade_noegle n fokusområdets nøgle
kpi_noegle n nøgletallets nøgle
type t målets slags
enhed t enheden, målet regnes i
retning t om højere eller lavere er bedre
loefte t hvad målet lover
maaling t hvordan målet måles
kilder t hvilke kilder tallet kommer fra
formel t hvordan tallet regnes
vilkaar t planens vilkår og antagelser
graenser t hvad tallet ikke kan sige
""",
    """
dim_uddannelse Uddannelse
Uddannelserne
uddannelse
uddannelse_noegle
uddannelse_noegle n uddannelsens nøgle
uddannelse t uddannelsens kode
uddannelse_titel t uddannelsens navn >raekkefoelge
raekkefoelge n rækkefølge i visninger
""",
    """
dim_uddannelsesdel Uddannelsesdel
Uddannelsernes dele
uddannelsesdel
uddannelsesdel_noegle
uddannelsesdel_noegle n delens nøgle
uddannelsesdel t delens kode
uddannelsesdel_titel t delens navn >raekkefoelge
raekkefoelge n rækkefølge i visninger
""",
    """
dim_afdeling Afdeling
Skolernes afdelinger
afdeling
afdeling_noegle
afdeling_noegle n afdelingens nøgle
skole t skolens id
afdeling t afdelingens institutionsnummer
afdeling_navn t afdelingens navn
""",
    """
dim_kommune Kommune
Kommunerne
kommune
kommune_noegle
kommune_noegle n kommunens nøgle
kommune t kommunens kode
kommune_navn t kommunens navn
""",
    """
dim_kpi Nøgletal
Nøgletallene, og hvad de kan og ikke kan sige
nøgletal
kpi_noegle
kpi_noegle n nøgletallets nøgle
kpi t nøgletallets id
kpi_titel t nøgletallets navn
beskrivelse t hvad nøgletallet er
formel t hvordan nøgletallet regnes
enhed t enheden, nøgletallet regnes i
retning t om højere eller lavere er bedre
kendte_begraensninger t hvad nøgletallet ikke kan sige
""",
)

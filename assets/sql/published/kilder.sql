-- titel: Kilder
-- beskrivelse: Hvor friske og hele skolens leverancer er, én række pr. kilde.
-- enhed: linjer
-- grain: skole × kilde
-- noegle: skole, kilde
-- ejer: data-team
-- kolonne skole: skolens id
-- kolonne kilde: kildens navn, det samme som i kontrakten
-- kolonne alder_dage: dage fra den seneste ankomst til kørslens dato; tom når intet er ankommet [dage]
-- kolonne er_for_gammel: om kilden er ældre, end kontrakten tillader, eller aldrig er ankommet
-- kolonne linjer: datalinjer i leverancerne [linjer]
-- kolonne karantaene: linjer, der er sat i karantæne [linjer]
-- kolonne karantaene_andel: karantæne / linjer, 0–1 [andel]
-- kolonne afviste_leveringer: leverancer, der er afvist som helhed [leverancer]
-- kolonne seneste_afvist_grund: hvorfor den seneste af dem blev afvist
-- kolonne seneste_ankomst: dagen, den seneste leverance ankom [dato]
-- kolonne datadato: den sidste dag, kilden dækker [dato]
select
    skole,
    kilde,
    alder_dage,
    linjer,
    karantaene,
    afviste_leveringer,
    seneste_afvist_grund,
    seneste_ankomst,
    datadato,
    cast(karantaene / nullif(linjer, 0) as decimal(18, 4)) as karantaene_andel,
    coalesce(alder_dage > max_alder_dage, true) as er_for_gammel,
from staging.kilder

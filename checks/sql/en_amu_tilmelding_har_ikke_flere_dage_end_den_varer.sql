-- titel: En AMU-tilmelding har ikke flere dage, end den varer
-- alvor: advar
-- tabel: marts.amu_tilmelding
-- middel: Ret Varighed_dage eller datoerne i Studie+ og udtræk igen; til da tæller linjen med sine dage.
select
    skole,
    levering,
    fil,
    linje,
from marts.amu_tilmelding
where udeladt_grund is null and dage > date_diff('day', startdato, slutdato) + 1

-- titel: Et forløb slutter ikke, før det begynder
-- alvor: advar
-- tabel: marts.forloeb
-- middel: Ret Startdato eller Afgangsdato i Studie+ og udtræk igen; til da tæller afgangen på sin dato.
select
    skole,
    levering,
    fil,
    linje,
from marts.forloeb
where er_i_population and afgangsdato < startdato

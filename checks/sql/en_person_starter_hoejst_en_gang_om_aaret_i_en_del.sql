-- titel: En person starter højst én gang om året i en uddannelses del
-- alvor: bloker
-- tabel: marts.forloeb
-- middel: Se personens rækker i marts.forloeb; kun den første start i året må være uden udeladt_grund.
select
    skole,
    uddannelse,
    uddannelsesdel,
    startaar,
    count(*) as starter_antal,
from marts.forloeb
where udeladt_grund is null
group by skole, person, uddannelse, uddannelsesdel, startaar
having count(*) > 1

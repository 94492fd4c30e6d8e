-- titel: En person og uddannelse har højst én første aftale
-- alvor: bloker
-- tabel: marts.aftale
-- middel: Se personens rækker i marts.aftale; kun den første begyndte aftale må være uden kommune_udeladt_grund.
select
    skole,
    uddannelse,
    count(*) as aftaler_antal,
from marts.aftale
where kommune_udeladt_grund is null
group by skole, person, uddannelse
having count(*) > 1

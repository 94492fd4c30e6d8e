-- titel: To ordlyde af samme løfte er enige
-- alvor: advar
-- tabel: marts.maal_status
-- middel: Løftet i antal og løftet i procent passer ikke til det samme basisår; lad skolen vælge ét og ret planen med en ny version.
select
    s.skole,
    s.plan,
    s.maal,
    s.uenig_med,
    s.basis,
from marts.maal_status as s
inner join staging.koersel as k on s.dato = k.dato
where s.uenig_med is not null

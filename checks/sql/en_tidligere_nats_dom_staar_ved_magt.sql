-- titel: En tidligere nats dom står ved magt
-- alvor: advar
-- tabel: marts.maal_status_afvigelser
-- middel: Er det nye rigtigt, så kør natten igen med --rettelse og en grund; indtil da står den gamle dom.
select
    skole,
    plan,
    maal,
    dato,
from marts.maal_status_afvigelser

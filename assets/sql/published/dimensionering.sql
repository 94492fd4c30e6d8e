-- titel: Dimensionering
-- beskrivelse: Personer med en aftale i hver kommune mod det antal, kommunen er dimensioneret til; små grupper er skjult.
-- enhed: personer
-- grain: skole × kommune × uddannelse × år
-- noegle: skole, kommune, uddannelse, aar
-- ejer: data-team
-- skjules: mangler
-- kolonne skole: skolens id
-- kolonne kommune: kommunens kode
-- kolonne uddannelse: uddannelsens kode
-- kolonne aar: året, aftalen begyndte i [år]
-- kolonne kpi: nøgletallet, personerne er talt i
-- kolonne krav: det antal, kommunen er dimensioneret til [personer]
-- kolonne taeller: det samme som personer
-- kolonne naevner: tom; et antal har ingen nævner
-- kolonne personer: forskellige personer med en aftale [personer]
-- kolonne mangler: det, der mangler i at nå kravet [personer]
-- kolonne vaerdi: det samme som personer
-- kolonne skjult_aarsag: hvorfor tallene er skjult; tom når de vises
select
    skole,
    kommune,
    uddannelse,
    aar,
    'kpi_aftale_kommune' as kpi,
    krav,
    personer as taeller,
    cast(null as bigint) as naevner,
    personer,
    mangler,
from marts.dimensionering

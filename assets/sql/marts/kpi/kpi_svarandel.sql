-- titel: Svarandel i mikromålinger
-- beskrivelse: Andelen af gruppens elever, der svarede, pr. uddannelse, del og afdeling, talt på den første dag, gruppen svarede i ugen. Naevner er de elever, der er aktive mindst én af ugens dage, i de grupper, der blev spurgt den uge; taeller er respondenter med mindst ét besvaret spørgsmål. personer er eleverne bag naevner: respondenternes id er anonymt og kan ikke lægges sammen med elever.
-- formel: Σ taeller / Σ naevner = respondenter / aktive elever i de spurgte grupper
-- enhed: andel
-- grain: skole, dato, uddannelse, uddannelsesdel, afdeling
-- noegle: skole, dato, uddannelse, uddannelsesdel, afdeling
-- ejer: data-team
-- retning: op
-- graense: trivsel
-- kendte_begraensninger: En gruppe uden uddannelse, del eller afdeling og en gruppe uden aktive elever indgår ikke; svar kobles aldrig til en elev.
with runder as (
    select
        skole,
        dato,
        uge_mandag,
        uddannelse,
        uddannelsesdel,
        afdeling,
        respondenter_antal,
    from marts.svarrunde
    where udeladt_grund is null
),

grundlag as (
    select
        skole,
        dato,
        uddannelse,
        uddannelsesdel,
        afdeling,
        null as person,
        cast(respondenter_antal as decimal(18, 4)) as taeller,
        cast(0 as decimal(18, 4)) as naevner,
    from runder
    union all
    select
        r.skole,
        r.dato,
        r.uddannelse,
        r.uddannelsesdel,
        r.afdeling,
        e.person,
        cast(0 as decimal(18, 4)) as taeller,
        cast(1 as decimal(18, 4)) as naevner,
    from runder as r
    inner join marts.svaruge_elev as e
        using (skole, uge_mandag, uddannelse, uddannelsesdel, afdeling)
)

select
    skole,
    dato,
    uddannelse,
    uddannelsesdel,
    afdeling,
    sum(taeller) as taeller,
    sum(naevner) as naevner,
    count(distinct person) as personer,
from grundlag
group by all

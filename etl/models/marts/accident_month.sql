-- grain: region_code, month, sector, accident_class
-- Accidents by the class that regulation 493 gives them (decided in rules/classes.py, held in accident_classes).
SELECT
    a.region_code,
    m.month,
    coalesce(a.sector_code, 'none') AS sector,
    c.accident_class,
    count(*) AS accidents,
    sum(a.deaths)::BIGINT AS deaths,
    coalesce(sum(a.serious_injuries), 0)::BIGINT AS serious_injuries,
    coalesce(sum(a.direct_loss_yuan), 0)::DOUBLE AS direct_loss_yuan
FROM accidents AS a
JOIN accident_classes AS c ON a.region_code = c.region_code AND a.accident_id = c.accident_id
JOIN stg_months AS m ON a.occurred_date BETWEEN m.first_day AND m.last_day
GROUP BY ALL

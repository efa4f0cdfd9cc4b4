-- Each accident in its month.
SELECT
    a.region_code,
    m.month,
    coalesce(a.sector_code, 'none') AS sector,
    c.accident_class,
    'accidents' AS ledger,
    a.accident_id AS row_id,
    a.occurred_date AS row_date,
    concat_ws(' ', a.enterprise, a.description) AS told,
    a._file,
    a._row,
    1 AS accidents,
    a.deaths,
    coalesce(a.serious_injuries, 0) AS serious_injuries,
    coalesce(a.direct_loss_yuan, 0) AS direct_loss_yuan
FROM accidents AS a
JOIN accident_classes AS c ON a.region_code = c.region_code AND a.accident_id = c.accident_id
JOIN stg_months AS m ON a.occurred_date BETWEEN m.first_day AND m.last_day

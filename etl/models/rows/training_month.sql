-- Each training in its month.
SELECT
    t.region_code,
    m.month,
    coalesce(t.sector_code, 'none') AS sector,
    t.audience,
    'trainings' AS ledger,
    t.training_id AS row_id,
    t.held_date AS row_date,
    t.topic AS told,
    t._file,
    t._row,
    1 AS trainings,
    t.planned,
    t.attended,
    t.examined,
    t.passed
FROM trainings AS t
JOIN stg_months AS m ON t.held_date BETWEEN m.first_day AND m.last_day

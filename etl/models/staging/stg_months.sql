-- grain: month. Every month of the plan, and those before it from January of the year before its first month, for
-- comparison with last year and for figures of the year to date.
SELECT
    strftime(day, '%Y-%m') AS month,
    day::DATE AS first_day,
    last_day(day::DATE) AS last_day,
    make_date(year(day), 1, 1) AS year_start
FROM (
    SELECT unnest(generate_series(first_day, last_day, INTERVAL 1 MONTH)) AS day FROM plan_settings
)

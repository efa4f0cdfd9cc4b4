-- grain: month. Every month of the plan, and the twelve before it for comparison with last year.
SELECT
    strftime(day, '%Y-%m') AS month,
    day::DATE AS first_day,
    last_day(day::DATE) AS last_day,
    make_date(year(day), 1, 1) AS year_start
FROM (
    SELECT unnest(generate_series(first_day, last_day, INTERVAL 1 MONTH)) AS day FROM plan_settings
)

-- SPDX-License-Identifier: Apache-2.0
SELECT date_trunc('hour', occurred_at) AS hour,
       quantileExactInclusive(0.5)(dateDiff('millisecond', occurred_at, received_at) / 1000) AS p50_s,
       quantileExactInclusive(0.95)(dateDiff('millisecond', occurred_at, received_at) / 1000) AS p95_s,
       quantileExactInclusive(0.99)(dateDiff('millisecond', occurred_at, received_at) / 1000) AS p99_s
FROM device_events
WHERE received_at IS NOT NULL
  [[AND {{time}}]]
  [[AND {{platform}}]]
GROUP BY 1
ORDER BY 1

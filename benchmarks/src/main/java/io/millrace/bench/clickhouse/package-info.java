// SPDX-License-Identifier: Apache-2.0
/** Ways to get rows into ClickHouse side by side, into one real server. */
package io.millrace.bench.clickhouse;

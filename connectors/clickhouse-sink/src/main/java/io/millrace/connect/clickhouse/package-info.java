// SPDX-License-Identifier: Apache-2.0
/**
 * The sink to ClickHouse: its types in RowBinary, tables with their engines, versions and planned ranges in place of
 * transactions. What a sink does whatever the store is in {@link io.millrace.connect.sink}; this package knows ClickHouse and no other store.
 */
package io.millrace.connect.clickhouse;

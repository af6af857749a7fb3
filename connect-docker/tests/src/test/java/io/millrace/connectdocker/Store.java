// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

/** Whose tables a sink fills. */
enum Store {
    POSTGRES,
    CLICKHOUSE
}

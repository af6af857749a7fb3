// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

/** Which of several possible types new columns get. */
record TypeOptions(Json json) {
    /** The type of JSON texts. */
    enum Json {
        STRING,
        JSON
    }
}

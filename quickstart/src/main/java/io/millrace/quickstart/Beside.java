// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

/** What a check has compared beside the tables in PostgreSQL. */
interface Beside {
    Comparison comparison();

    /** How much was compared: a member of a JSON object. */
    String json();
}

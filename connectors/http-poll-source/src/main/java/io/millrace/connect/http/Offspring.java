// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import java.util.Map;

/** What is asked for because of the records of a list: it comes and goes with them. For the task's thread only. */
interface Offspring {
    /** Whether records with {@code values} are this task's business. */
    boolean concerns(Map<String, String> values);

    /** A list has a record with {@code values} that it did not have before. */
    void add(Map<String, String> values, HttpPoller poller);

    /** A list that had a record with {@code values} has it no more. */
    void remove(Map<String, String> values, HttpPoller poller);
}

// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

/** One of the ways to do a job that are measured side by side. */
public interface Contender {
    /** As it stands in tables and in JSON: {@code extract-new-record-state}. */
    String name();

    /** Makes what the next {@link #run} works on. Not measured. */
    default void prepare() {}

    /** Does the work for a good many records, so that reading clocks costs next to nothing, and says how many. */
    int run();
}

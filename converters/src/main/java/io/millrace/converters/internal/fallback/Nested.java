// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.fallback;

import java.util.Set;
import org.apache.kafka.connect.storage.Converter;

/**
 * One of the converters.
 *
 * @param name as configured
 * @param when any of these must hold before it is asked to read
 */
record Nested(String name, Converter converter, Set<When> when) {
    private static final String OUR_PACKAGE = "io.millrace.converters";

    Nested {
        when = Set.copyOf(when);
    }

    boolean reads(Sample record) {
        for (When each : when) {
            if (each.holds(record)) {
                return true;
            }
        }
        return false;
    }

    /**
     * What it says of a record, if that is sure to hold none of its content: the words of converters of this project.
     * Others may quote the data, so that only the kind of their exception is told.
     */
    String reason(RuntimeException problem) {
        Class<?> type = converter.getClass();
        boolean isOurs = type.getPackageName().equals(OUR_PACKAGE) && !type.isMemberClass();
        return isOurs && problem.getMessage() != null
                ? problem.getMessage()
                : problem.getClass().getSimpleName() + " of " + type.getName();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.net;

import io.millrace.records.ConfigChecks;
import java.util.BitSet;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;

/** HTTP statuses as users list them: {@code 408,425,429,5xx}. */
public final class StatusClasses {
    private final BitSet statuses = new BitSet(600);

    private StatusClasses() {}

    /**
     * The statuses of a list.
     *
     * @throws IllegalArgumentException that says what is no status
     */
    public static StatusClasses parse(String text) {
        StatusClasses parsed = new StatusClasses();
        for (String each : text.split(",", -1)) {
            String status = each.trim();
            if (status.matches("[1-5]xx")) {
                int hundreds = (status.charAt(0) - '0') * 100;
                parsed.statuses.set(hundreds, hundreds + 100);
            } else if (status.matches("[1-5][0-9][0-9]")) {
                parsed.statuses.set(Integer.parseInt(status));
            } else if (!status.isEmpty()) {
                throw new IllegalArgumentException("found " + status);
            }
        }
        return parsed;
    }

    public boolean contains(int status) {
        return statuses.get(status);
    }

    public static Validator validator() {
        return ConfigChecks.described(
                (name, value) -> {
                    try {
                        parse((String) value);
                    } catch (IllegalArgumentException e) {
                        throw new ConfigException(
                                name, value, e.getMessage() + " (expected statuses such as 408,5xx). Correct it.");
                    }
                },
                "statuses such as 408,5xx");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal;

import io.millrace.records.ConfigChecks;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;

/** Validators of topics' names, which may have values of records in them, such as {@code devices.${/type}}. */
public final class TopicChecks {
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private TopicChecks() {}

    /** A name; that there has to be one is said elsewhere. */
    public static Validator topic() {
        return ConfigChecks.described(
                (name, value) -> {
                    if (value != null) {
                        check(name, (String) value);
                    }
                },
                "a topic name");
    }

    /** A name, or nothing. */
    public static Validator topicOrNone() {
        return ConfigChecks.described(
                (name, value) -> {
                    if (!((String) value).isEmpty()) {
                        check(name, (String) value);
                    }
                },
                "a topic name, or empty");
    }

    private static void check(String name, String value) {
        String topic = value.replaceAll("\\$\\{/[^}]*}", "x");
        if (!TOPIC.matcher(topic).matches() || topic.equals(".") || topic.equals("..")) {
            throw new ConfigException(
                    name, value, "expected 1 to 249 letters, digits, dots, underscores and dashes. Name a topic.");
        }
    }
}

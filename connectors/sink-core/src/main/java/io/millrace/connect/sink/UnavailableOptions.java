// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.records.OptionGroup;
import org.apache.kafka.common.config.AbstractConfig;

/** How to know values that the database did not send. */
public final class UnavailableOptions {
    static final String PLACEHOLDER = "unavailable.placeholder";
    static final String FIELD = "unavailable.field";

    private final AbstractConfig config;

    public UnavailableOptions(AbstractConfig config) {
        this.config = config;
    }

    /**
     * Adds the settings.
     *
     * @param effect what becomes of such a value, as a sentence goes on with it
     */
    public static void define(OptionGroup group, String effect) {
        group.text(
                        PLACEHOLDER,
                        "__debezium_unavailable_value",
                        null,
                        "Unavailable placeholder",
                        "What Debezium puts in place of a large value that the database did not send because it had not"
                                + " changed: " + effect + ". Empty: it is written like any other text.")
                .text(
                        FIELD,
                        "_unavailable",
                        null,
                        "Unavailable field",
                        "Array field with the names of columns whose values were not sent: " + effect + ". Empty"
                                + " for none.");
    }

    public UnavailableRules rules() {
        return new UnavailableRules(config.getString(PLACEHOLDER), config.getString(FIELD));
    }
}

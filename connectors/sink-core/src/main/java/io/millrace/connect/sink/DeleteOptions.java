// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.records.OptionGroup;
import org.apache.kafka.common.config.AbstractConfig;

/** What deletes do. */
public final class DeleteOptions {
    public static final String MODE = "delete.mode";
    public static final String FIELD = "delete.field";

    private final AbstractConfig config;

    public DeleteOptions(AbstractConfig config) {
        this.config = config;
    }

    /**
     * Adds the settings.
     *
     * @param modeDoc what each mode does
     */
    public static void define(OptionGroup group, DeleteMode fallback, String modeDoc) {
        group.text(MODE, Choices.text(fallback), Choices.oneOf(fallback), "Delete mode", modeDoc)
                .text(
                        FIELD,
                        "_deleted",
                        null,
                        "Delete field",
                        "Boolean field of the value that marks a row as deleted. Empty for none.");
    }

    public DeleteMode mode() {
        return Choices.constant(DeleteMode.class, config.getString(MODE));
    }

    public String field() {
        return config.getString(FIELD);
    }
}

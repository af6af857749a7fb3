// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import io.millrace.records.OptionGroup;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** Which of the registry's schemas a record is written with. */
public enum SchemaChoice {
    /** Its own, which is registered if it is new. */
    REGISTERED,
    /** Its own, which must have been registered. */
    LOOKED_UP;

    static final String AUTO_REGISTER_SCHEMAS = "auto.register.schemas";

    /** Adds the settings that decide it to {@code def}. */
    public static void define(ConfigDef def) {
        new OptionGroup(def, "Schemas")
                .flag(
                        AUTO_REGISTER_SCHEMAS,
                        "true",
                        "Register schemas",
                        "Whether new schemas are registered under <topic>-key or <topic>-value. When false, they must"
                                + " have been: a record whose schema has not is refused.");
    }

    public static SchemaChoice from(AbstractConfig config) {
        return config.getBoolean(AUTO_REGISTER_SCHEMAS) ? REGISTERED : LOOKED_UP;
    }
}

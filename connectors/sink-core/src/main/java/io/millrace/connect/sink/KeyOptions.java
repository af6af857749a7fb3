// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.records.OptionGroup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;

/** Where a row's key comes from. */
public final class KeyOptions {
    public static final String MODE = "key.mode";
    public static final String FIELDS = "key.fields";

    private final AbstractConfig config;

    public KeyOptions(AbstractConfig config) {
        this.config = config;
    }

    /**
     * Adds the settings.
     *
     * @param withoutKey when {@code none} is right, to end the sentence "no key, for"
     */
    public static void define(OptionGroup group, String withoutKey) {
        group.text(
                        MODE,
                        Choices.text(KeyMode.RECORD_KEY),
                        Choices.oneOf(KeyMode.RECORD_KEY),
                        "Key mode",
                        "Where the primary key comes from. record_key: the record's key. record_value: the fields of the"
                                + " value that key.fields names. kafka: topic, partition and offset. none: no key, for "
                                + withoutKey + ".")
                .list(
                        FIELDS,
                        "",
                        null,
                        "Key fields",
                        "Key columns. With record_key: some of the key's fields (empty for all), or the column's name for"
                                + " a primitive key. With record_value: fields of the value. With kafka: names for the"
                                + " three columns (empty for _topic,_partition,_offset).");
    }

    public KeyMode mode() {
        return Choices.constant(KeyMode.class, config.getString(MODE));
    }

    public KeyRules rules() {
        return new KeyRules(mode(), config.getList(FIELDS));
    }

    /** What is wrong between settings that are right by themselves: the key to change, and why. */
    public Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        List<String> fields = config.getList(FIELDS);
        if (mode() == KeyMode.RECORD_VALUE && fields.isEmpty()) {
            problems.put(
                    FIELDS,
                    "Invalid value '' for configuration key.fields: expected field names, because key.mode is"
                            + " record_value.");
        }
        if (mode() == KeyMode.KAFKA && !fields.isEmpty() && fields.size() != 3) {
            problems.put(
                    FIELDS,
                    "Invalid value " + fields + " for configuration key.fields: expected three names (topic,"
                            + " partition, offset) or none, because key.mode is kafka.");
        }
        return problems;
    }
}

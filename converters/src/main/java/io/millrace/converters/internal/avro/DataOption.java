// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

/** A switch of how Connect's data become Avro and back, under Confluent's name. */
public enum DataOption {
    CONNECT_META_DATA(
            "connect.meta.data",
            true,
            "Keep Connect's metadata",
            "Whether what Connect knows and Avro does not (names, versions, parameters, docs) is kept in the Avro schema"
                    + " as connect.* properties. Without it, not every type is read back as it was."),
    SCRUB_INVALID_NAMES(
            "scrub.invalid.names",
            false,
            "Change invalid names",
            "Whether names that Avro does not allow are changed, 'unit price' to unit_price for example. Otherwise they"
                    + " are refused."),
    IGNORE_DEFAULT_FOR_NULLABLES(
            "ignore.default.for.nullables",
            true,
            "Keep nulls",
            "Whether null in an optional field that has a default is written as null. False writes the default in its"
                    + " place, as Confluent's converter does unless told otherwise: a null in a database column then"
                    + " arrives as the column's default.");

    private final String key;
    private final boolean initial;
    private final String display;
    private final String doc;

    DataOption(String key, boolean initial, String display, String doc) {
        this.key = key;
        this.initial = initial;
        this.display = display;
        this.doc = doc;
    }

    public String key() {
        return key;
    }

    /** Whether it is on unless told otherwise. */
    public boolean isOnByDefault() {
        return initial;
    }

    String display() {
        return display;
    }

    String doc() {
        return doc;
    }
}

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
                    + " arrives as the column's default."),
    ENHANCED_AVRO_SCHEMA_SUPPORT(
            "enhanced.avro.schema.support",
            false,
            "Keep Avro enums",
            "Whether an enum that was read from Avro is written as an Avro enum again, and the fields of a union are named"
                    + " by their types' full names. Without it, enums are written as strings."),
    GENERALIZED_SUM_TYPE_SUPPORT(
            "generalized.sum.type.support",
            false,
            "Common enums and unions",
            "Whether enums and unions are marked with the parameters org.apache.kafka.connect.data.Enum and"
                    + " org.apache.kafka.connect.data.Union, which converters of other formats understand too, and"
                    + " written as Avro enums and unions. Changes the schemas that are read."),
    DISCARD_TYPE_DOC_DEFAULT(
            "discard.type.doc.default",
            false,
            "Docs of fields only",
            "Whether only the docs of Avro fields are kept, as the docs of Connect's fields, and docs and defaults of"
                    + " types are not. Deprecated by Confluent, for converters that have always had it."),
    ALLOW_OPTIONAL_MAP_KEYS(
            "allow.optional.map.keys",
            false,
            "Optional map keys",
            "Whether a map with optional string keys is an Avro map, which has no place for a null key, instead of an"
                    + " array of entries, which has."),
    FLATTEN_SINGLETON_UNIONS(
            "flatten.singleton.unions",
            true,
            "Flatten unions of one type",
            "Whether a union of one type is read as that type. False reads a struct with one field.");

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

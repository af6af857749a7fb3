// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

/**
 * The property names by which Connect's types survive in an Avro schema, as Confluent's converter writes and reads them.
 */
public final class AvroProps {
    static final String DOC = "connect.doc";
    static final String VERSION = "connect.version";
    static final String PARAMETERS = "connect.parameters";
    static final String DEFAULT = "connect.default";
    static final String NAME = "connect.name";
    static final String TYPE = "connect.type";
    /** In the place of {@link #NAME} where Confluent's converter would refuse that: its own, beside a logical type. */
    static final String OWN_NAME = "millrace.name";

    static final String INTERNAL_TYPE = "connect.internal.type";
    static final String LOGICAL_TYPE = "logicalType";
    static final String SCALE = "scale";
    static final String PRECISION = "precision";

    /** Schema parameters that are more than parameters. */
    static final String DECIMAL_PRECISION = "connect.decimal.precision";

    static final String FIXED_SIZE = "connect.fixed.size";
    static final String RECORD_DOC = "io.confluent.connect.avro.record.doc";
    static final String FIELD_DOC_PREFIX = "io.confluent.connect.avro.field.doc.";
    static final String ENUM_DOC_PREFIX = "io.confluent.connect.avro.enum.doc.";
    static final String ENUM_DEFAULT_PREFIX = "io.confluent.connect.avro.enum.default.";
    /** With {@link DataOption#DISCARD_TYPE_DOC_DEFAULT} in the place of the docs above. */
    static final String DISCARDING_RECORD_DOC = "connect.record.doc";

    static final String DISCARDING_ENUM_DOC = "connect.enum.doc";
    /** Set when a default came from the Avro field and not from {@link #DEFAULT}. */
    static final String FIELD_DEFAULT = "io.confluent.connect.avro.field.default";
    /** Parameters with this prefix are Avro properties too. */
    static final String AVRO_PREFIX = "avro";

    static final int DEFAULT_PRECISION = 64;

    private AvroProps() {}
}

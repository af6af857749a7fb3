// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

/** Which of Avro's logical types are more than the plain type below them: the values of {@code logical.types}. */
public enum LogicalTypes {
    /** Decimal, date, time-millis and timestamp-millis, as Confluent's converter has them. */
    CONFLUENT,
    /** Those, and micro- and nanoseconds, local timestamps, uuid and duration. */
    EXTENDED
}

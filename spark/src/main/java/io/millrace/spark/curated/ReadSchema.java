// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark.curated;

/** The schema that records are resolved to. */
public sealed interface ReadSchema {
    /** The newest that {@code subject} has when a DataFrame is made. */
    record Newest(String subject) implements ReadSchema {}

    /** One version of {@code subject}. */
    record Version(String subject, int version) implements ReadSchema {}

    /** The one with this id. */
    record Id(int id) implements ReadSchema {}

    static ReadSchema newest(String subject) {
        return new Newest(subject);
    }

    static ReadSchema version(String subject, int version) {
        return new Version(subject, version);
    }

    static ReadSchema id(int id) {
        return new Id(id);
    }
}

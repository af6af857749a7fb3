// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.fallback;

import io.millrace.records.ConfigChecks;
import java.util.Arrays;
import java.util.List;

/** What must be so before a converter is asked to read a record. Reads a few bytes at most. */
enum When {
    /** Any record. */
    ALWAYS {
        @Override
        boolean holds(Sample record) {
            return true;
        }
    },
    /** A zero byte and a schema id: Confluent's and Apicurio's wire format. */
    MAGIC0 {
        @Override
        boolean holds(Sample record) {
            return record.begins(0, 5);
        }
    },
    /** A byte 1 and a schema's GUID of 16 bytes: Confluent's wire format since version 8. */
    MAGIC1 {
        @Override
        boolean holds(Sample record) {
            return record.begins(1, 17);
        }
    },
    /** A header with a schema id, as Confluent's and Apicurio's serializers set it for this side. */
    ID_HEADER {
        @Override
        boolean holds(Sample record) {
            return record.hasSchemaId();
        }
    },
    /** A {@code content-type} header that says JSON. */
    JSON_HEADER {
        @Override
        boolean holds(Sample record) {
            String type = record.contentType();
            return type.equals("application/json") || type.equals("text/json") || type.endsWith("+json");
        }
    },
    /** A {@code content-type} header that says Avro. */
    AVRO_HEADER {
        @Override
        boolean holds(Sample record) {
            String type = record.contentType();
            return type.endsWith("/avro") || type.endsWith("+avro") || type.equals("avro/binary");
        }
    },
    /** The first character begins a JSON object or array, after white space and a byte order mark. */
    JSON {
        @Override
        boolean holds(Sample record) {
            byte first = record.firstCharacter();
            return first == '{' || first == '[';
        }
    };

    abstract boolean holds(Sample record);

    String text() {
        return ConfigChecks.text(this);
    }

    static List<String> names() {
        return Arrays.stream(values()).map(When::text).toList();
    }
}

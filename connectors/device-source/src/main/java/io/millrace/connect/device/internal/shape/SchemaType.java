// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import io.millrace.json.internal.SchemaText;
import io.millrace.records.ConfigChecks;
import io.millrace.records.Fault;
import org.apache.kafka.connect.data.Schema;

/** How {@code record.schema} is written. */
enum SchemaType implements ConfigChecks.Dashed {
    /** {@link FieldList}. */
    FIELDS {
        @Override
        Schema parse(String text) {
            throw new IllegalArgumentException("a list of fields is more than a schema");
        }
    },
    JSON_SCHEMA {
        @Override
        Schema parse(String text) {
            return JsonSchema.parse(text);
        }
    },
    AVRO {
        @Override
        Schema parse(String text) {
            return AvroText.parse(text);
        }
    },
    /** As Kafka's JsonConverter writes it (KIP-1054). */
    CONNECT {
        @Override
        Schema parse(String text) {
            return SchemaText.parse(text);
        }
    };

    /** @throws Fault that says what is wrong with {@code text}, and where */
    abstract Schema parse(String text);
}

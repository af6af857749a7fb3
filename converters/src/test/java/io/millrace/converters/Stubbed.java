// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters;

import io.millrace.converters.internal.wire.StubRegistry;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/** Converters, configured as by Connect, of a registry that is played. */
final class Stubbed implements AutoCloseable {
    static final Schema ORDER = SchemaBuilder.struct()
            .name("shop.Order")
            .field("id", Schema.INT32_SCHEMA)
            .field("note", Schema.STRING_SCHEMA)
            .build();

    /** {@link #ORDER} as another writer would have it: other order, one field more. */
    static final String ORDER_V2 = """
            {"type":"record","name":"Order","namespace":"shop","fields":[{"name":"note","type":"string"},\
            {"name":"id","type":"long"},{"name":"source","type":"string","default":"web"}]}""";

    final StubRegistry registry = new StubRegistry();

    static Struct order(int id) {
        return new Struct(ORDER).put("id", id).put("note", "hi");
    }

    AvroConverter values(String... keysAndValues) {
        return converter(false, keysAndValues);
    }

    AvroConverter keys(String... keysAndValues) {
        return converter(true, keysAndValues);
    }

    private AvroConverter converter(boolean isKey, String... keysAndValues) {
        Map<String, String> props = new HashMap<>();
        props.put("schema.registry.url", registry.url());
        props.put("registry.outage.timeout.ms", "0");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            props.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        AvroConverter converter = new AvroConverter();
        converter.configure(props, isKey);
        return converter;
    }

    @Override
    public void close() {
        registry.close();
    }
}

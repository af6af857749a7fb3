// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.corpus;

import java.util.Arrays;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/** A Connect schema, null for none, and values of it. */
record Case(String name, Schema schema, List<Object> values) {
    static Case of(String name, Schema schema, Object... values) {
        return new Case(name, schema, Arrays.asList(values));
    }

    /** The schema as the only field of a struct, where its default and its optionality show. */
    static Case field(String name, Schema schema, Object... values) {
        Schema row = SchemaBuilder.struct().name("shop.Row").field("f", schema).build();
        List<Object> structs = Arrays.stream(values)
                .map(value -> (Object) new Struct(row).put("f", value))
                .toList();
        return new Case(name, row, structs);
    }

    @Override
    public String toString() {
        return name;
    }
}

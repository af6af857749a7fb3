// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.corpus;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values that come without a schema. */
final class SchemalessCases {
    private SchemalessCases() {}

    static List<Case> all() {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("a", 1L);
        event.put("b", Arrays.asList("x", null, 2.5, List.of(true)));
        event.put("c", Map.of("d", ""));
        event.put("e", null);
        List<Case> cases = new ArrayList<>();
        cases.add(Case.of("schemaless-int", null, 1, Integer.MIN_VALUE));
        cases.add(Case.of("schemaless-long", null, 1L, Long.MAX_VALUE));
        cases.add(Case.of("schemaless-float", null, 1.5f));
        cases.add(Case.of("schemaless-double", null, 1.5, Double.NaN));
        cases.add(Case.of("schemaless-boolean", null, true, false));
        cases.add(Case.of("schemaless-string", null, "", "€"));
        cases.add(Case.of("schemaless-bytes", null, ByteBuffer.wrap(new byte[] {0, 1})));
        cases.add(Case.of("schemaless-list", null, List.of(), List.of(1, "two")));
        cases.add(Case.of("schemaless-map", null, Map.of(), event));
        cases.add(Case.of("schemaless-map-of-numbers", null, Map.of(1, "one")));
        return cases;
    }
}

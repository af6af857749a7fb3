// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.corpus;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Connect schemas with values: what the converter's bytes and schema text are proved with. {@link CorpusTest} holds them
 * against the files in {@code corpus/}, other tests against other implementations of the same format.
 */
final class Corpus {
    private Corpus() {}

    /** The cases of each file. */
    static Map<String, List<Case>> families() {
        Map<String, List<Case>> families = new LinkedHashMap<>();
        families.put("scalars", ScalarCases.all());
        families.put("logical", LogicalCases.all());
        families.put("containers", ContainerCases.all());
        families.put("structs", StructCases.all());
        families.put("sum-types", SumTypeCases.all());
        families.put("schemaless", SchemalessCases.all());
        families.put("captures", CaptureCases.all());
        return families;
    }

    static List<Case> all() {
        return families().values().stream().flatMap(List::stream).toList();
    }
}

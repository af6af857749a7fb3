// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark.curated;

import io.millrace.converters.internal.AvroConverterConfig;
import io.millrace.converters.internal.registry.RegisteredSchema;
import io.millrace.converters.internal.registry.RegistryClient;
import io.millrace.converters.internal.registry.SchemaId;
import java.util.Map;

/** Asks the registry for the schemas that records are to be resolved to. Keeps nothing: it is asked once for a DataFrame. */
final class SchemaFinder {
    private final RegistryClient registry;

    SchemaFinder(CuratedSettings settings) {
        registry = new AvroConverterConfig(settings.resolved()).registry().client();
    }

    RegisteredSchema find(ReadSchema schema, String where) {
        if (schema instanceof ReadSchema.Newest newest) {
            return registry.newest(newest.subject(), Map.of(), where);
        }
        if (schema instanceof ReadSchema.Version version) {
            return registry.version(version.subject(), version.version(), where);
        }
        return registry.schema(SchemaId.of(((ReadSchema.Id) schema).id()), where);
    }
}

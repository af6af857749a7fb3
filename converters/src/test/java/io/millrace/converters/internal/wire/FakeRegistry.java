// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import io.millrace.converters.internal.registry.Registry;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.errors.DataException;

/** A registry in memory that counts what it is asked. */
final class FakeRegistry implements Registry {
    private final List<String> schemas = new ArrayList<>();
    int requests;

    /** Makes {@code schema} known, without a request. */
    int add(String schema) {
        if (!schemas.contains(schema)) {
            schemas.add(schema);
        }
        return schemas.indexOf(schema) + 1;
    }

    /** The schema that was added last. */
    String newest() {
        return schemas.get(schemas.size() - 1);
    }

    @Override
    public int register(String subject, String schema, String where) {
        requests++;
        return add(schema);
    }

    @Override
    public int lookUp(String subject, String schema, String where) {
        requests++;
        if (!schemas.contains(schema)) {
            throw new DataException("no schema of " + subject);
        }
        return schemas.indexOf(schema) + 1;
    }

    @Override
    public String schema(int id, String where) {
        requests++;
        if (id < 1 || id > schemas.size()) {
            throw new DataException("no schema " + id + " at " + where);
        }
        return schemas.get(id - 1);
    }
}

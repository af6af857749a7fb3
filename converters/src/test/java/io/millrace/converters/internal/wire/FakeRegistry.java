// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import io.millrace.converters.internal.registry.NotRegisteredException;
import io.millrace.converters.internal.registry.Registered;
import io.millrace.converters.internal.registry.RegisteredSchema;
import io.millrace.converters.internal.registry.Registry;
import io.millrace.converters.internal.registry.SchemaId;
import io.millrace.records.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A registry in memory that counts what it is asked. Thread-safe. */
final class FakeRegistry implements Registry {
    private final List<String> schemas = new ArrayList<>();
    int requests;

    /** Makes {@code schema} known, without a request. */
    synchronized int add(String schema) {
        if (!schemas.contains(schema)) {
            schemas.add(schema);
        }
        return schemas.indexOf(schema) + 1;
    }

    /** The schema that was added last. */
    synchronized String newest() {
        return schemas.get(schemas.size() - 1);
    }

    @Override
    public synchronized Registered register(Subjected ours, String where) {
        requests++;
        return new Registered(add(ours.schema()), null);
    }

    @Override
    public synchronized Registered lookUp(Subjected ours, String where) {
        requests++;
        if (!schemas.contains(ours.schema())) {
            throw new NotRegisteredException("no schema of " + ours.subject());
        }
        return new Registered(schemas.indexOf(ours.schema()) + 1, null);
    }

    @Override
    public synchronized RegisteredSchema schema(SchemaId id, String where) {
        requests++;
        if (id.least() < 1 || id.least() > schemas.size()) {
            throw new NotRegisteredException("no " + id + " at " + where);
        }
        return registered((int) id.least());
    }

    private RegisteredSchema registered(int id) {
        return new RegisteredSchema(new Registered(id, null), schemas.get(id - 1), List.of());
    }

    /** The schema that was added last, of whichever subject. */
    @Override
    public synchronized RegisteredSchema newest(String subject, Map<String, String> metadata, String where) {
        requests++;
        return registered(schemas.size());
    }

    @Override
    public synchronized String associatedSubject(String namespace, String topic, Side side, String where) {
        requests++;
        return null;
    }
}

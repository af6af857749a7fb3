// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

/**
 * What a converter asks of a schema registry. {@code where} names the record's place for error texts.
 *
 * <p>Each method throws a {@link org.apache.kafka.connect.errors.DataException} when the registry has answered that it
 * will not do it, and a {@link RegistryOutageError} when it cannot be asked.
 */
public interface Registry {
    /** The id of {@code schema} under {@code subject}, which is registered if it is new. */
    int register(String subject, String schema, String where);

    /** The id of {@code schema} under {@code subject}, where it must have been registered. */
    int lookUp(String subject, String schema, String where);

    /** The text of the schema of this id. */
    String schema(int id, String where);
}

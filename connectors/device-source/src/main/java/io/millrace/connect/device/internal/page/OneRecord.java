// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.connect.device.internal.shape.RecordShape;
import io.millrace.connect.device.internal.shape.Shaped;
import io.millrace.json.internal.JsonInput;
import io.millrace.records.Fault;
import java.io.IOException;

/** A record that is a JSON text of its own. */
public final class OneRecord {
    private OneRecord() {}

    /**
     * Reads it.
     *
     * @param maxDepth how many objects and arrays may be inside each other
     * @throws Fault if it does not fit, or is no JSON
     */
    public static Shaped read(RecordShape shape, byte[] json, int maxDepth) {
        try (JsonInput in = JsonInput.of(json, maxDepth)) {
            try {
                Shaped shaped = shape.read(in, in.first());
                in.requireEnd();
                if (in.isTooDeep()) {
                    throw in.tooDeep();
                }
                return shaped;
            } catch (Fault fault) {
                String pointer = in.parser().getParsingContext().pathAsPointer().toString();
                throw pointer.isEmpty() ? fault : under(fault, pointer);
            } catch (JsonProcessingException e) {
                throw in.fault(e);
            }
        } catch (JsonProcessingException e) {
            throw new Fault("no JSON");
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory", e);
        }
    }

    private static Fault under(Fault fault, String pointer) {
        String[] names = pointer.substring(1).split("/", -1);
        for (int i = names.length - 1; i >= 0; i--) {
            fault.under(names[i].replace("~1", "/").replace("~0", "~"));
        }
        return fault;
    }
}

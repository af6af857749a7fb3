// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;

/** What Jazzer runs again and again: {@link MaskFields} on the maps that {@link NormalizeFuzz} gets. */
public final class MaskFuzz {
    private static final List<String> MASKS = List.of("null", "fixed", "partial", "hmac", "digits", "drop");
    private static final List<String> FIELDS = List.of(
            "*",
            "**.id",
            "state",
            "id,state",
            "before.*",
            "source.*",
            "value.*.scale",
            "payload.**.value",
            ".",
            "**.*",
            "`a b`",
            "transaction.id",
            "op");

    private MaskFuzz() {}

    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        Map<String, String> config = new HashMap<>(Map.of("hmac.key", "0123456789abcdef0123456789abcdef"));
        config.put("mask", data.pickValue(MASKS));
        config.put("fields", data.pickValue(FIELDS));
        config.put("missing", data.consumeBoolean() ? "ignore" : "fail");
        if (List.of("drop", "null").contains(config.get("mask"))) {
            config.replace("fields", ".", "*"); // refused for the whole key or value
        } else if (config.get("mask").equals("fixed")) {
            config.put("replacement", data.pickValue(List.of("?", "0", "true", "2024-02-29")));
        }
        MaskFields<SourceRecord> mask = data.consumeBoolean() ? new MaskFields.Value<>() : new MaskFields.Key<>();
        mask.configure(config);
        FuzzedEvents events = new FuzzedEvents(data);
        for (int records = data.consumeInt(1, 2); records > 0; records--) {
            NormalizeFuzz.apply(mask, events.source());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import io.millrace.converters.internal.registry.RegistryHttp.Request;
import io.millrace.converters.internal.registry.RegistryJson.Answer;
import io.millrace.converters.internal.registry.RegistryJson.Reference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The schemas that a schema refers to, those that they refer to, and so on: each once, after those that it needs. Bounded,
 * since a registry may hold anything.
 */
final class References {
    private static final int MAX_SCHEMAS = 256;
    private static final int MAX_CHARS = 8 * 1024 * 1024;
    private static final String REMEDY = "Register the schema with the parts it refers to inside.";

    private final Request request;
    private final Function<Reference, Answer> fetch;
    private final List<String> texts = new ArrayList<>();
    private final Set<String> known = new HashSet<>();
    private final List<String> open = new ArrayList<>();
    private int chars;

    private References(Request request, Function<Reference, Answer> fetch) {
        this.request = request;
        this.fetch = fetch;
    }

    /**
     * The texts that {@code answer} needs.
     *
     * @param request what the answer is to, for error texts
     * @param fetch asks for one of them
     */
    static List<String> resolve(Answer answer, Request request, Function<Reference, Answer> fetch) {
        References all = new References(request, fetch);
        all.addThoseOf(answer);
        return all.texts;
    }

    private void addThoseOf(Answer answer) {
        for (Reference reference : answer.references()) {
            if (open.contains(reference.name())) {
                throw Verdicts.refused(
                        request,
                        "references that go round in a circle, " + String.join(", ", open) + ", " + reference.name(),
                        REMEDY);
            }
            if (known.add(reference.name())) {
                add(reference);
            }
        }
    }

    private void add(Reference reference) {
        if (known.size() > MAX_SCHEMAS) {
            throw Verdicts.refused(
                    request, "more than " + MAX_SCHEMAS + " references (expected at most as many)", REMEDY);
        }
        Answer answer = fetch.apply(reference);
        String text = answer.schema() == null ? "" : answer.schema();
        chars += text.length();
        if (chars > MAX_CHARS) {
            throw Verdicts.refused(
                    request, "references of more than " + MAX_CHARS + " characters (expected at most as many)", REMEDY);
        }
        open.add(reference.name());
        addThoseOf(answer);
        open.remove(open.size() - 1);
        texts.add(text);
    }
}

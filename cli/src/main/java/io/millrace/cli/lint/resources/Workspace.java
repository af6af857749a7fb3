// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.resources;

import io.millrace.cli.lint.setup.Subject;
import java.util.List;
import java.util.stream.Stream;

/** All that was given, to be looked at together. */
public record Workspace(List<Subject> connectors, List<Resource> resources) {
    public Workspace {
        connectors = List.copyOf(connectors);
        resources = List.copyOf(resources);
    }

    Stream<Resource> ofKind(String kind) {
        return resources.stream().filter(resource -> resource.is(kind));
    }
}

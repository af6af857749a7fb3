// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.connectors;

import io.millrace.cli.rest.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        description = {
            "Lists all connectors with their states; exit code 1 if one has failed, or a task of one.",
            "LAG, with --bootstrap-servers, is how many offsets a sink has before it, in all partitions."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace connectors list --url http://connect:8083",
            "  millrace connectors list --bootstrap-servers kafka:9092 --age",
            "  millrace connectors list --output json | jq '.[] | select(.state == \"FAILED\").name'"
        })
final class ListCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private ListOptions options = new ListOptions();

    ListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return new Listing(session, options).print().status();
    }
}

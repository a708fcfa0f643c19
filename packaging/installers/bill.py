"""A bill of materials in CycloneDX's JSON."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime

from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion

from installers.project import moment, version

SCHEMA = SchemaVersion.V1_6
"""Not the newest: what reads bills of materials is some years behind."""


def of(name: str, components: Iterable[Component]) -> str:
    """The bill of `name`, which is made of these components: always the same text for the same parts."""
    whole = Component(
        type=ComponentType.APPLICATION,
        name=name,
        version=version(),
        bom_ref=name,
        licenses=[DisjunctiveLicense(id="MIT")],
    )
    listed = list(components)
    known_by = "\n".join([name, version(), str(moment()), *sorted(str(part.purl) for part in listed)])
    bom = Bom(
        serial_number=uuid.uuid5(uuid.NAMESPACE_URL, known_by),
        metadata=BomMetaData(component=whole, timestamp=datetime.fromtimestamp(moment(), UTC)),
        components=listed,
    )
    bom.register_dependency(whole, listed)
    return make_outputter(bom, OutputFormat.JSON, SCHEMA).output_as_string(indent=1) + "\n"

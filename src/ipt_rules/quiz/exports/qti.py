"""A quiz as a QTI 2.1 content package, for whatever reads the standard."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from ipt_rules import terms as t
from ipt_rules.quiz.exports.shared import (
    about_of,
    flat,
    labelled,
    lines,
    names_of,
    number,
    title_of,
    weights,
    xml_bytes,
    zipped,
)
from ipt_rules.quiz.values import Item, Quiz

_QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_PLACES = {
    _QTI: "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
    _PACKAGE: "http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd",
}
_TEST = "test.xml"
_SAID = "said"
"""The mark under which what is said after any answer is shown."""


def qti_package(quiz: Quiz) -> bytes:
    """The quiz as a zip file: a manifest, a test, and a file for each item.

    The same quiz gives the same bytes.
    """
    names = names_of(quiz)
    files = {"imsmanifest.xml": _manifest(names), _TEST: _test(quiz, names)}
    items = zip(quiz.items, names, strict=True)
    files |= {f"items/{name}.xml": _item(item, name) for item, name in items}
    return zipped({name: xml_bytes(root) for name, root in files.items()})


def _root(name: str, namespace: str, **given: str) -> ET.Element:
    spaces = {
        "xmlns": namespace,
        "xmlns:xsi": _XSI,
        "xsi:schemaLocation": f"{namespace} {_PLACES[namespace]}",
    }
    return ET.Element(name, {**spaces, **given})


def _add(parent: ET.Element, name: str, text: str | None = None, **given: str) -> ET.Element:
    element = ET.SubElement(parent, name, given)
    element.text = text
    return element


def _say(parent: ET.Element, text: str) -> ET.Element:
    """Write a text into an element, a break between its lines."""
    first, *others = lines(text) or [""]
    parent.text = first
    for line in others:
        ET.SubElement(parent, "br").tail = line
    return parent


# --- an item -------------------------------------------------------------------------------------


def _item(item: Item, name: str) -> ET.Element:
    root = _root(
        "assessmentItem",
        _QTI,
        identifier=name,
        title=flat(item.id) or name,
        adaptive="false",
        timeDependent="false",
    )
    how = "single" if item.choose is t.Choose.ONE else "multiple"
    response = _add(
        root,
        "responseDeclaration",
        identifier="RESPONSE",
        cardinality=how,
        baseType="identifier",
    )
    right = _add(response, "correctResponse")
    mapping = _add(response, "mapping", lowerBound="0", upperBound="1", defaultValue="0")
    for (letter, option), weight in zip(labelled(item), weights(item), strict=True):
        if option.right:
            _add(right, "value", letter)
        _add(mapping, "mapEntry", mapKey=letter, mappedValue=number(weight))
    for outcome, value in (("SCORE", "0"), ("MAXSCORE", "1")):
        _add(_add(_outcome(root, outcome, "single", "float"), "defaultValue"), "value", value)
    _outcome(root, "FEEDBACK", how, "identifier")
    if lines(item.general):
        _outcome(root, "GENERAL", "single", "identifier")
    body = _add(root, "itemBody")
    if lines(item.vignette):
        _say(_add(body, "p"), item.vignette)
    choices = _add(
        body,
        "choiceInteraction",
        responseIdentifier="RESPONSE",
        shuffle="false",
        maxChoices="1" if item.choose is t.Choose.ONE else "0",
    )
    _say(_add(choices, "prompt"), item.stem)
    for letter, option in labelled(item):
        _say(_add(choices, "simpleChoice", identifier=letter), option.text)
    _processing(root, general=bool(lines(item.general)))
    for letter, option in labelled(item):
        _feedback(root, "FEEDBACK", letter, option.feedback)
    if lines(item.general):
        _feedback(root, "GENERAL", _SAID, item.general)
    return root


def _outcome(root: ET.Element, name: str, cardinality: str, kind: str) -> ET.Element:
    given = {"identifier": name, "cardinality": cardinality, "baseType": kind}
    return _add(root, "outcomeDeclaration", **given)


def _processing(root: ET.Element, *, general: bool) -> None:
    """What happens to an answer: it is weighed, and the feedback of what was chosen is shown."""
    steps = _add(root, "responseProcessing")
    score = _add(steps, "setOutcomeValue", identifier="SCORE")
    _add(score, "mapResponse", identifier="RESPONSE")
    chosen = _add(steps, "setOutcomeValue", identifier="FEEDBACK")
    _add(chosen, "variable", identifier="RESPONSE")
    if general:
        always = _add(steps, "setOutcomeValue", identifier="GENERAL")
        _add(always, "baseValue", _SAID, baseType="identifier")


def _feedback(root: ET.Element, outcome: str, mark: str, text: str) -> None:
    given = {"outcomeIdentifier": outcome, "identifier": mark, "showHide": "show"}
    _say(_add(_add(root, "modalFeedback", **given), "p"), text)


# --- the test and the package --------------------------------------------------------------------


def _test(quiz: Quiz, names: list[str]) -> ET.Element:
    root = _root("assessmentTest", _QTI, identifier="test", title=title_of(quiz))
    score = _outcome(root, "SCORE", "single", "float")
    _add(_add(score, "defaultValue"), "value", "0")
    part = _add(
        root,
        "testPart",
        identifier="part",
        navigationMode="nonlinear",
        submissionMode="individual",
    )
    _add(part, "itemSessionControl", maxAttempts="0", showFeedback="true")
    section = _add(
        part, "assessmentSection", identifier="section", title=title_of(quiz), visible="true"
    )
    if lines(about_of(quiz)):
        _say(_add(_add(section, "rubricBlock", view="candidate"), "p"), about_of(quiz))
    for name in names:
        _add(section, "assessmentItemRef", identifier=name, href=f"items/{name}.xml")
    total = _add(_add(root, "outcomeProcessing"), "setOutcomeValue", identifier="SCORE")
    _add(_add(total, "sum"), "testVariables", variableIdentifier="SCORE")
    return root


def _manifest(names: list[str]) -> ET.Element:
    root = _root("manifest", _PACKAGE, identifier="manifest")
    about = _add(root, "metadata")
    _add(about, "schema", "QTIv2.1 Package")
    _add(about, "schemaversion", "1.0.0")
    _add(root, "organizations")
    resources = _add(root, "resources")
    test = _resource(resources, "test", "imsqti_test_xmlv2p1", _TEST)
    for name in names:
        _add(test, "dependency", identifierref=name)
        _resource(resources, name, "imsqti_item_xmlv2p1", f"items/{name}.xml")
    return root


def _resource(resources: ET.Element, name: str, kind: str, href: str) -> ET.Element:
    resource = _add(resources, "resource", identifier=name, type=kind, href=href)
    _add(resource, "file", href=href)
    return resource

"""Counties and schools: kept by the city."""

import re
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from centers.divisions import is_county_division
from centers.models import County, Hosting, School, Site
from examadmin.audit.services import record
from examadmin.base.errors import Invalid, Refusal
from examadmin.exams.choices import ExamState

COUNTY_FIELDS = ("code", "division", "name", "position")
SCHOOL_FIELDS = (
    "code", "package_code", "name", "county", "home_county", "classes", "rural", "address", "phone",
)  # fmt: skip


@transaction.atomic
def create_county(*, code, name, division="", position=0, by, now) -> County:
    county = County(code=code, name=name, division=division, position=position)
    _check(county)
    county.save()
    record(by=by, now=now, action="centers.create_county", target=county,
           changes={"code": code, "division": division, "name": name})  # fmt: skip
    return county


@transaction.atomic
def edit_county(*, county, by, now, reason="", **fields) -> County:
    return _edit(county, fields, COUNTY_FIELDS, "city", by=by, now=now, reason=reason)


@transaction.atomic
def create_school(*, code, name, county, by, now, **fields) -> School:
    school = School(code=code, name=name, county=county, **_only(fields, SCHOOL_FIELDS))
    _check(school)
    school.save()
    record(by=by, now=now, action="centers.create_school", target=school, chain=school.chain,
           changes={"code": code, "name": name, "county": county.name})  # fmt: skip
    return school


@transaction.atomic
def edit_school(*, school, by, now, reason="", **fields) -> School:
    """Change a school's record. Putting it under another county (属地) needs a reason, and a
    school whose site or guests are already fixed in an open exam stays where it is."""
    moved = fields.get("county", school.county) != school.county
    if moved and not reason.strip():
        raise Invalid(_("把“%(school)s”划归其他考区，请写明理由。") % {"school": school})
    if moved:
        _refuse_if_fixed(school)
    return _edit(school, fields, SCHOOL_FIELDS, school.chain, by=by, now=now, reason=reason)


def _refuse_if_fixed(school):
    sites = Site.objects.filter(school=school).exclude(exam__state=ExamState.CLOSED)
    guests = Hosting.objects.filter(guest=school).exclude(exam__state=ExamState.CLOSED)
    follows = [_("考点（%(exam)s）") % {"exam": s.exam} for s in sites.select_related("exam")]
    follows += [_("借考安排（%(exam)s）") % {"exam": h.exam} for h in guests.select_related("exam")]
    if follows:
        raise Refusal(
            _("“%(school)s”在尚未结束的考试中已有下列安排，不能改变所属考区。")
            % {"school": school},
            findings=follows,
        )


def _edit(obj, fields, allowed, chain, *, by, now, reason):
    changes = {}
    for name, value in _only(fields, allowed).items():
        if getattr(obj, name) != value:
            changes[name] = [str(getattr(obj, name)), str(value)]
            setattr(obj, name, value)
    if changes:
        _check(obj)
        obj.save(update_fields=list(changes))
        record(by=by, now=now, action=f"centers.edit_{obj._meta.model_name}", target=obj,
               chain=chain, changes=changes, reason=reason)  # fmt: skip
    return obj


def _only(fields, allowed):
    unknown = set(fields) - set(allowed)
    if unknown:
        raise TypeError(f"not a field that may be changed here: {sorted(unknown)}")
    return fields


def _check(obj):
    """All that is wrong with the record, in one answer."""
    findings = []
    if not re.fullmatch(r"[0-9A-Za-z]{2,12}", obj.code):
        findings.append(_("代码“%(code)s”应为2至12位数字或字母") % {"code": obj.code})
    if not obj.name.strip():
        findings.append(_("请填写名称"))
    twins = type(obj).objects.exclude(pk=obj.pk)
    if twins.filter(code=obj.code).exists():
        findings.append(_("代码“%(code)s”已被使用") % {"code": obj.code})
    if isinstance(obj, County):
        if twins.filter(name=obj.name).exists():
            findings.append(_("考区“%(name)s”已存在") % {"name": obj.name})
        if obj.division and not is_county_division(obj.division):
            findings.append(
                _("“%(code)s”不是县级行政区划代码（GB/T 2260）") % {"code": obj.division}
            )
    if findings:
        raise Invalid(_("无法保存：%(first)s。") % {"first": findings[0]}, findings=findings)


@dataclass
class ImportedSchools:
    """What an import of schools did. `notes` are sentences for the person."""

    counties: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    notes: list[str] = field(default_factory=list)


NEEDED = ("考区", "行政区划代码", "学校代码", "学校名称")


@transaction.atomic
def import_schools(*, rows, by, now) -> ImportedSchools:
    """Make or update counties and schools from the rows of a table (dicts by column title).

    Columns: 考区, 行政区划代码, 学校代码, 学校名称, 初中教学班数 or 八年级班级数; and, where present,
    所在县区, 农村初中, 数据包代码, 地址, 联系电话. All findings at once; nothing is kept if there is one.
    """
    rows = [{str(k).strip(): str(v if v is not None else "").strip() for k, v in row.items()}
            for row in rows]  # fmt: skip
    findings = list(_findings(rows))
    if findings:
        raise Invalid(
            _("学校名单有%(n)d处错误，没有导入任何学校。") % {"n": len(findings)}, findings=findings
        )
    done = ImportedSchools()
    counties = _import_counties(rows, done, by=by, now=now)
    known = {s.code: s for s in School.objects.select_related("county", "home_county")}
    for row in rows:
        fields = _school_fields(row, counties)
        school = known.get(row["学校代码"])
        if school is None:
            create_school(code=row["学校代码"], by=by, now=now, **fields)
            done.created += 1
        elif any(getattr(school, name) != value for name, value in fields.items()):
            edit_school(school=school, by=by, now=now, reason=_("导入学校名单"), **fields)
            done.updated += 1
        else:
            done.unchanged += 1
    if rows and "初中教学班数" not in rows[0]:
        done.notes.append(
            _("名单中没有“初中教学班数”，应设考场数暂按“八年级班级数”计算，请核对各校班级数。")
        )
    return done


def _findings(rows):
    if not rows:
        yield _("名单中没有学校")
        return
    missing = [title for title in NEEDED if title not in rows[0]]
    if missing:
        yield _("缺少列：%(columns)s") % {"columns": "、".join(missing)}
        return
    seen, divisions = {}, {}
    for number, row in enumerate(rows, start=2):
        where = _("第%(row)d行：") % {"row": number}
        for title in ("考区", "学校代码", "学校名称"):
            if not row[title]:
                yield where + _("没有填写“%(column)s”") % {"column": title}
        code, division = row["学校代码"], row["行政区划代码"]
        if code and not re.fullmatch(r"[0-9A-Za-z]{2,12}", code):
            yield where + _("学校代码“%(code)s”应为2至12位数字或字母") % {"code": code}
        if code in seen:
            yield where + _("学校代码“%(code)s”与第%(row)d行重复") % {
                "code": code,
                "row": seen[code],
            }
        seen.setdefault(code, number)
        if division and not is_county_division(division):
            yield where + _("“%(code)s”不是县级行政区划代码（GB/T 2260）") % {"code": division}
        if divisions.setdefault(row["考区"], division) != division:
            yield where + _("考区“%(county)s”有两个不同的行政区划代码") % {"county": row["考区"]}
        classes = row.get("初中教学班数") or row.get("八年级班级数") or "0"
        if not (classes.isascii() and classes.isdigit() and int(classes) < 1000):
            yield where + _("班级数“%(value)s”应为整数") % {"value": classes}


def _import_counties(rows, done, *, by, now):
    counties = {c.name: c for c in County.objects.all()}
    for row in rows:
        name = row["考区"]
        if name not in counties:
            counties[name] = create_county(
                code=_county_code(rows, name, counties), name=name, division=row["行政区划代码"],
                position=len(counties) + 1, by=by, now=now,
            )  # fmt: skip
            done.counties += 1
    return counties


def _county_code(rows, name, counties):
    """The first four digits that most schools of the county begin with."""
    prefixes = [row["学校代码"][:4] for row in rows if row["考区"] == name]
    taken = {county.code for county in counties.values()}
    for prefix in sorted(set(prefixes), key=lambda p: (-prefixes.count(p), p)):
        if prefix not in taken:
            return prefix
    return next(row["行政区划代码"] for row in rows if row["考区"] == name) or name


def _school_fields(row, counties):
    fields = {
        "name": row["学校名称"],
        "county": counties[row["考区"]],
        "classes": int(row.get("初中教学班数") or row.get("八年级班级数") or 0),
    }
    if row.get("所在县区") in counties:
        fields["home_county"] = counties[row["所在县区"]]
    if "农村初中" in row:
        fields["rural"] = row["农村初中"] in ("是", "1", "Y", "y")
    for title, name in (("数据包代码", "package_code"), ("地址", "address"), ("联系电话", "phone")):
        if title in row:
            fields[name] = row[title]
    return fields
